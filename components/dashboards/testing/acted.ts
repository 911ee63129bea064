import { createElement, type ReactNode, useState } from "react";
import { renderToStaticMarkup } from "react-dom/server";

/**
 * What a hook returns after some steps, each with what the former one led to: state changes as between an event and
 * the next render. Effects do not run. At most 20 steps.
 * @param around puts it inside what it needs, such as a provider
 */
export function acted<T>(
  useIt: () => T,
  steps: readonly ((now: T) => void)[],
  around: (inside: ReactNode) => ReactNode = (inside) => inside,
): T {
  const play: Play<T> = { useIt, left: [...steps] };
  renderToStaticMarkup(around(createElement(Acting<T>, { play })));
  if (play.left.length > 0) throw new Error(`${play.left.length} steps were not done.`);
  return play.last as T;
}

interface Play<T> {
  useIt(): T;
  left: ((now: T) => void)[];
  last?: T;
}

function Acting<T>({ play }: { play: Play<T> }) {
  const [, again] = useState(play.left.length);
  play.last = play.useIt();
  const step = play.left.shift();
  if (!step) return null;
  step(play.last);
  again(play.left.length);
  return null;
}

/** An event of the keyboard; what was done with it is counted. */
export function keyEvent(key: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) {
  const event = {
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    prevented: 0,
    stopped: 0,
    preventDefault: () => event.prevented++,
    stopPropagation: () => event.stopped++,
    ...more,
  };
  return event;
}
