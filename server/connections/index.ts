export {
  countRows,
  listConnectionColumns,
  listConnectionForms,
  listConnectionTables,
  lookAtTable,
  lookInto,
  previewRows,
} from "./browse";
export { changeSource, changeSourceInput } from "./change-source";
export type { Connection, ConnectionRow } from "./connection";
export { createConnection } from "./create";
export { deleteConnection } from "./delete";
export { type FileGrants, grantFiles, loadFileGrants } from "./file-grants";
export { getConnection, listConnections, type UsedConnection } from "./get";
export {
  type ConnectionUse,
  connectionOverview,
  connectionOverviewInput,
  connectionUse,
  type ListedConnection,
  testFailed,
} from "./overview";
export type {
  BrowsedColumn,
  BrowsedRows,
  BrowsedTable,
  BrowserSession,
  ConnectionField,
  ConnectionForm,
  ConnectionTester,
  ConnectionTestResult,
  SchemaBrowser,
} from "./port";
export { connectionRows, putConnections, restoreConnections, type WantedConnection } from "./put";
export { rotateSecret, rotateSecretInput } from "./rotate";
export {
  type CreateConnectionInput,
  connectionColumnsInput,
  connectionIdInput,
  countRowsInput,
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
export type { ConnectionUser } from "./used-by";
