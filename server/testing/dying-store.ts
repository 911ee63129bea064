import type { Store } from "@/db/store";

/** The store of a process that kills itself with -9 right after so many of its transactions; it lives on after 0. */
export function dyingAfter(store: Store, transactions: number): Store {
  let left = transactions;
  return {
    ...store,
    async tx(body) {
      const result = await store.tx(body);
      if (--left === 0) process.kill(process.pid, "SIGKILL");
      return result;
    },
  };
}
