import type { Place, SourceText } from "./ast";

interface Piece {
  /** Where the piece starts in the expanded text, and where it comes from. */
  at: number;
  from: number;
  /** Copied from the source character by character; else the value of an expansion that starts at `from`. */
  copied: boolean;
}

/** Collects a text out of copied parts and expansions, and remembers where each part comes from. */
export class ExpandedText implements SourceText {
  private readonly source: SourceText;
  private readonly pieces: Piece[] = [];
  text = "";

  constructor(source: SourceText) {
    this.source = source;
  }

  copy(from: number, to: number): void {
    if (to <= from) return;
    this.pieces.push({ at: this.text.length, from, copied: true });
    this.text += this.source.text.slice(from, to);
  }

  insert(value: string, from: number): void {
    if (value === "") return;
    this.pieces.push({ at: this.text.length, from, copied: false });
    this.text += value;
  }

  /** Place in the script as written; inside an expansion, that of its `$(`. */
  place(offset: number): Place {
    let [low, high] = [0, this.pieces.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    if (!piece) return this.source.place(0);
    return this.source.place(piece.copied ? piece.from + (offset - piece.at) : piece.from);
  }
}
