import type { Block } from "../blocks";
import type { Expanded } from "../expand";
import type { RawStatement } from "../split";
import type { Run } from "./run";

/** What a block of statements ended with; anything but "next" leaves the blocks around it, too. */
export type Flow = "next" | "for" | "do" | "sub" | "script";

/** What control statements need of the runner. */
export interface Interpreter {
  readonly run: Run;
  blocks(blocks: Block[]): Promise<Flow>;
  expand(raw: RawStatement): Promise<Expanded>;
  /** Counts a statement, and gives errors of `work` its place and text. */
  placed<T>(raw: RawStatement, work: () => Promise<T>): Promise<T>;
}
