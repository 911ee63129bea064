export type { Connection, ConnectionRow } from "./connection";
export { createConnection } from "./create";
export { deleteConnection } from "./delete";
export { type FileGrants, grantFiles, loadFileGrants } from "./file-grants";
export { getConnection, listConnections } from "./get";
export type { ConnectionTester, ConnectionTestResult } from "./port";
export { connectionRows, putConnections, restoreConnections, type WantedConnection } from "./put";
export {
  type CreateConnectionInput,
  connectionIdInput,
  createConnectionInput,
  type ListConnectionsInput,
  listConnectionsInput,
  type TestConnectionInput,
  testConnectionInput,
  type UpdateConnectionInput,
  updateConnectionInput,
} from "./schemas";
export { openSecret, sealSecret, secretHmac } from "./secret";
export { connectionSecret } from "./secret-of";
export { testConnection } from "./test-connection";
export { updateConnection } from "./update";
