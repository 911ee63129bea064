import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import type { FileLimits, FileWish, MadeFile } from "./standing";

/*
 * What the process that makes files and the portal say to each other. The process reads nothing itself: it asks, and
 * the portal answers as whoever asked for the file may see it.
 */

export type ToMaker =
  | {
      type: "make";
      wish: FileWish;
      document: DashboardDocument;
      now: string;
      limits: FileLimits;
      /** Data address of the tenant's logo. */
      logo?: string;
    }
  | { type: "answer"; id: number; answer: BatchAnswer }
  | { type: "refusal"; id: number; code: string; message: string };

export type FromMaker =
  | { type: "ask"; id: number; batch: Batch }
  | { type: "progress"; done: number; of: number }
  | { type: "file"; file: MadeFile }
  /** `about: "wish"`: what was wished for is not there. */
  | { type: "failed"; about: "wish" | "answer" | "maker"; code: string; message: string };
