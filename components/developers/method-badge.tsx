import { cn } from "../ui/cn";

const TONES: Record<string, string> = {
  GET: "text-ink-2",
  DELETE: "text-failed-ink",
};

/** GET, POST, …: in its own width so that paths stand below each other. */
export function MethodBadge({ method }: { method: string }) {
  return (
    <span
      className={cn(
        "inline-block w-14 shrink-0 font-mono text-12 font-strong",
        TONES[method] ?? "text-running-ink",
      )}
    >
      {method}
    </span>
  );
}
