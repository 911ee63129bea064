/** What connections need of the sources; the container gives it. */
export interface ConnectionTester {
  /** Checks properties of a kind; throws `connections.kind` or `connections.properties` with an issue per field. */
  parse(kind: string, properties: Record<string, unknown>): Record<string, unknown>;
  /** Absolute paths of this machine that properties of a kind name. */
  paths(kind: string, properties: Record<string, unknown>): string[];
  /** The same properties with relative paths of this machine made absolute below `folder`; uploads stay. */
  anchored(kind: string, properties: Record<string, unknown>, folder: string): Record<string, unknown>;
  /** Connects and reads nothing. Answers within ten seconds; never throws for a cause at the other end. */
  test(target: {
    tenantId: string;
    kind: string;
    properties: Record<string, unknown>;
    secret: string | null;
  }): Promise<ConnectionTestResult>;
}

export type ConnectionTestResult =
  | { ok: true; version?: string; tables?: number | null; ms: number; warnings?: string[] }
  | { ok: false; code: string; message: string; advice?: string; ms: number };
