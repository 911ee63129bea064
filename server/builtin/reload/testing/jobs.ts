import type { ReloadRequest } from "../manager";
import type { ReloadEnd } from "../messages";

export interface TestReload extends ReloadRequest {
  /** Resolves with how it ended. */
  ended: Promise<ReloadEnd>;
  /** Times its process was started. */
  starts(): number;
}

/** A request whose script is orders to `puppet.ts`. */
export function testReload(
  reload: string,
  orders: string[],
  over: Partial<ReloadRequest["job"]> = {},
): TestReload {
  let starts = 0;
  let finish: (end: ReloadEnd) => void = () => {};
  const ended = new Promise<ReloadEnd>((done) => {
    finish = done;
  });
  return {
    ended,
    starts: () => starts,
    job: {
      tenant: "ten_1",
      app: `app_${reload}`,
      title: "Test",
      reload,
      generation: `gen_${reload}`,
      attempt: 1,
      script: orders.join("\n"),
      parameters: {},
      tables: [],
      mapping: {},
      slots: {},
      connections: {},
      files: [],
      limits: { rows: 1e6, memoryMb: 64, seconds: 60, storageMb: 16 },
      now: "2026-01-01T00:00:00.000Z",
      zone: "UTC",
      folders: { generations: "", templates: "", stored: "" },
      ...over,
    },
    key: async () => ({ id: "dek_1", bytes: Buffer.alloc(32) }),
    secret: async (connection) => `secret of ${connection}`,
    policy: {
      resolveHost: async (host) => ({ address: host, listed: true }),
      resolvePath: async (path) => path,
    },
    onStart: async () => {
      starts++;
    },
    onEnd: async (end) => finish(end),
  };
}
