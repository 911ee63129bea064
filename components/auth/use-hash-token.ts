import { useEffect, useState } from "react";

/**
 * The link's token is in the hash, which never reaches a server or its logs; it leaves the address at once.
 * @returns undefined before the page is alive, null where there is none
 */
export function useHashToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const look = () => {
      const given = window.location.hash.slice(1);
      // Effects run twice in development: what was taken is not taken for nothing.
      setToken((before) => given || before || null);
      if (given) window.history.replaceState(null, "", window.location.pathname);
    };
    look();
    // A link opened in this tab changes the hash alone.
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return token;
}
