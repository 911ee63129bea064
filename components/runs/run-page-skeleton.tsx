import { Skeleton } from "../ui/small";

/** The run page's shape while its snapshot is on the way. */
export function RunPageSkeleton() {
  return (
    <div aria-busy="true">
      <div className="mb-5 flex gap-3.5">
        <Skeleton className="size-10" />
        <div className="grid flex-1 gap-2">
          <Skeleton className="h-6 w-64 max-w-full" />
          <Skeleton className="h-4 w-96 max-w-full" />
        </div>
      </div>
      <Skeleton className="mb-5 h-1.5" />
      <Skeleton className="mb-6 h-16 rounded-3" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="rounded-3 border border-line-strong">
          {Array.from({ length: 9 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
            <div key={i} className="flex h-[39px] items-center border-line px-3.5 not-first:border-t">
              <Skeleton className="h-3.5 w-56" />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
