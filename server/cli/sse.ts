export interface SseEvent {
  id: number;
  type: string;
  data: unknown;
}

const RECONNECTS = 20;

function parseBlock(block: string): SseEvent | null {
  let id = 0;
  let type = "message";
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [field, ...rest] = line.split(":");
    const value = rest.join(":").replace(/^ /, "");
    if (field === "id") id = Number(value);
    if (field === "event") type = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { id, type, data: JSON.parse(data.join("\n")) };
}

async function* blocks(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(/\r?\n\r?\n/);
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

/**
 * Server-sent events with replay: after a cut connection it goes on from the last seen id.
 * An event of type `end` ends it.
 */
export async function* readSse(
  after: number,
  open: (last: number) => Promise<Response>,
): AsyncGenerator<SseEvent> {
  let last = after;
  for (let tries = 0; tries < RECONNECTS; tries++) {
    try {
      for await (const block of blocks(await open(last))) {
        const event = parseBlock(block);
        if (!event) continue;
        if (event.type === "end") return;
        if (event.id > 0) last = event.id;
        tries = 0;
        yield event;
      }
    } catch (error) {
      if (tries === RECONNECTS - 1 || (error as { problem?: unknown }).problem) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
