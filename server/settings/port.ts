/** Hosts and folders that connections may reach beyond what everybody's may. */
export interface Reach {
  /** `db.internal`, `warehouse:5432`, `10.1.0.0/16`. */
  hosts: readonly string[];
  /** Absolute paths of folders whose files may be read. */
  folders: readonly string[];
}

/** Asked on every connection, so that a change counts at once; it never waits. */
export interface SourceReach {
  /** From the environment: fixed while the process lives. */
  readonly fixed: Reach;
  /** From the settings. */
  chosen(): Reach;
  /** Both together. */
  all(): Reach;
  remember(chosen: Reach): void;
}
