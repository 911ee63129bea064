import { Skeleton } from "../ui/small";

/** A list page's shape while its first rows are on the way. */
export function ListSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-5 h-7 w-32" />
      <Skeleton className="mb-3 h-8 w-full max-w-96" />
      {Array.from({ length: 10 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={i} className="flex h-12 items-center gap-3 border-b border-line px-2.5">
          <Skeleton className="size-7" />
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="ml-auto h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
