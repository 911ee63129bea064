import { scriptError } from "./errors";
import type { RawStatement } from "./split";

/** A script as a tree: what stands inside IF, FOR, DO, SWITCH and SUB is below its head. */
export type Block =
  | { type: "statement"; statement: RawStatement }
  | { type: "if"; branches: { head: RawStatement; body: Block[] }[] }
  | { type: "for"; head: RawStatement; body: Block[] }
  | { type: "do"; head: RawStatement; body: Block[]; tail: RawStatement }
  | { type: "switch"; head: RawStatement; cases: { head: RawStatement; body: Block[] }[] }
  | { type: "sub"; head: RawStatement; body: Block[] };

/**
 * Builds the tree of control statements.
 * @throws `script.syntax` where one is not closed, or closes nothing
 */
export function buildBlocks(statements: RawStatement[]): Block[] {
  const reader = new BlockReader(statements);
  const blocks = reader.body();
  const stray = reader.current;
  if (stray) throw closesNothing(stray);
  return blocks;
}

const ENDINGS = new Set([
  "elseif",
  "else",
  "end",
  "endif",
  "endsub",
  "endswitch",
  "next",
  "loop",
  "case",
  "default",
]);

class BlockReader {
  private readonly statements: RawStatement[];
  private at = 0;

  constructor(statements: RawStatement[]) {
    this.statements = statements;
  }

  get current(): RawStatement | undefined {
    return this.statements[this.at];
  }

  /** Blocks up to the next statement that ends or divides one. */
  body(): Block[] {
    const blocks: Block[] = [];
    for (let head = this.current; head && !ENDINGS.has(head.word); head = this.current) {
      this.at++;
      blocks.push(this.block(head));
    }
    return blocks;
  }

  private block(head: RawStatement): Block {
    switch (head.word) {
      case "if":
        return this.ifBlock(head);
      case "for":
        return { type: "for", head, ...this.until(head, "NEXT") };
      case "do":
        return { type: "do", head, ...this.until(head, "LOOP") };
      case "switch":
        return this.switchBlock(head);
      case "sub":
        return { type: "sub", head, ...this.until(head, "END SUB") };
      default:
        return { type: "statement", statement: head };
    }
  }

  private until(head: RawStatement, wanted: string): { body: Block[]; tail: RawStatement } {
    const body = this.body();
    return { body, tail: this.close(head, wanted) };
  }

  private close(head: RawStatement, wanted: string): RawStatement {
    const tail = this.current;
    if (!tail) throw neverClosed(head, wanted);
    if (!isEnding(tail, wanted)) throw closesNothing(tail, head, wanted);
    this.at++;
    return tail;
  }

  private ifBlock(first: RawStatement): Block {
    const branches = [{ head: first, body: this.body() }];
    let last = first;
    while (this.current && (this.current.word === "elseif" || this.current.word === "else")) {
      const head = this.current;
      if (last.word === "else") throw closesNothing(head, first, "END IF");
      last = head;
      this.at++;
      branches.push({ head, body: this.body() });
    }
    this.close(first, "END IF");
    return { type: "if", branches };
  }

  private switchBlock(head: RawStatement): Block {
    const cases: { head: RawStatement; body: Block[] }[] = [];
    const between = this.body();
    if (between[0])
      throw scriptError("script.syntax", "Before the first CASE nothing can stand.", { at: head.at });
    while (this.current && (this.current.word === "case" || this.current.word === "default")) {
      const caseHead = this.current;
      if (cases.at(-1)?.head.word === "default") throw behindDefault(caseHead);
      this.at++;
      cases.push({ head: caseHead, body: this.body() });
    }
    this.close(head, "END SWITCH");
    return { type: "switch", head, cases };
  }
}

function behindDefault(statement: RawStatement) {
  return scriptError(
    "script.syntax",
    `${statement.word.toUpperCase()} cannot stand here: DEFAULT is the last part of a SWITCH.`,
    { at: statement.at },
  );
}

function isEnding(statement: RawStatement, wanted: string): boolean {
  const text = statement.source.text.toUpperCase().replace(/\s+/g, " ");
  const joined = wanted.replace(" ", "");
  return (
    statement.word === wanted.toLowerCase() || text === wanted || statement.word === joined.toLowerCase()
  );
}

function neverClosed(head: RawStatement, wanted: string) {
  return scriptError("script.syntax", `This ${head.word.toUpperCase()} is never closed.`, {
    at: head.at,
    advice: `Close it with ${wanted}.`,
  });
}

function closesNothing(statement: RawStatement, head?: RawStatement, wanted?: string) {
  const written = statement.source.text.split(/\s+/).slice(0, 2).join(" ").toUpperCase();
  const cause = head
    ? `the ${head.word.toUpperCase()} of line ${head.at.line} needs ${wanted} first`
    : "nothing is open here";
  return scriptError("script.syntax", `${written} cannot stand here: ${cause}.`, { at: statement.at });
}
