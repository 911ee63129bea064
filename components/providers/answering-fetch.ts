/**
 * `fetch` for the portal's own API: where nothing answers, or something between (a proxy's page), the error says so in
 * the reader's words instead of the browser's. Cancelled requests stay cancelled.
 */
export function answeringFetch(noAnswer: string, ask: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const answer = await ask(input, init).catch((cause: unknown) => {
      if (init?.signal?.aborted) throw cause;
      throw new Error(noAnswer, { cause });
    });
    if (!answer.headers.get("content-type")?.includes("json")) throw new Error(noAnswer);
    return answer;
  };
}
