import { useCallback, useEffect, useRef } from "react";

/** A function that stays the same and calls the latest one. */
export function useLatest<A extends unknown[]>(
  latest: ((...args: A) => void) | undefined,
): (...args: A) => void {
  const ref = useRef(latest);
  useEffect(() => {
    ref.current = latest;
  });
  return useCallback((...args: A) => ref.current?.(...args), []);
}
