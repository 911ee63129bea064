import { randomToken } from "@/server/shared/crypto";

const STORING = /^~storing\.(\d+)\.[^.]+(\..*)?$/;

/** A name for a file that STORE has not finished: it tells who writes it, so that others can tell when nobody does. */
export function storingName(): string {
  return `~storing.${process.pid}.${randomToken(6)}`;
}

/** Process id in such a name, or in that of what goes into such a file; null for other files. */
export function storingWriter(name: string): number | null {
  const match = STORING.exec(name);
  return match ? Number(match[1]) : null;
}
