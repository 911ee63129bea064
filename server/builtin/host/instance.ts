import { DuckDBInstance } from "@duckdb/node-api";
import { AppError } from "@/server/shared/errors";

/**
 * Opens a generation's file so that nothing else can be reached: read-only, no files, no network, no extensions,
 * settings locked, one thread, a memory limit, no spilling to disk.
 * @throws `generations.unreadable` where the file is no database this engine can read
 */
export async function openReadOnly(file: string, memoryBytes: number): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, {
      access_mode: "READ_ONLY",
      // The order matters: with external access off, the temp folder cannot be changed any more.
      temp_directory: "",
      enable_external_access: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      allow_persistent_secrets: "false",
      threads: "1",
      memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
      lock_configuration: "true",
    });
  } catch (cause) {
    throw new AppError("failed", "generations.unreadable", "The generation's data file cannot be read.", {
      advice: "Reload the app to make a new generation.",
      cause,
    });
  }
}
