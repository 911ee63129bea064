/** The run that does a fleet's action to one tenant, or to one of its apps. */
export interface FleetPart {
  /** Its workflow. */
  name: string;
  id: string;
  queue: string;
  tenant: string;
  input: Record<string, unknown>;
}
