import { describeWorkflows } from "../conformance";
import { sqliteSite } from "../testing/sqlite-site";

describeWorkflows("SQLite", sqliteSite);
