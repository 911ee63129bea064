import { Skeleton } from "../ui/small";

/** The tenant page's shape while its facts are on the way. */
export function TenantPageSkeleton() {
  return (
    <div aria-busy="true">
      <div className="mb-5 flex gap-3.5">
        <Skeleton className="size-10" />
        <div className="grid gap-2">
          <Skeleton className="h-6 w-56" />
          <Skeleton className="h-4 w-40" />
        </div>
      </div>
      <Skeleton className="mb-6 h-16 rounded-3" />
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-56 rounded-3" />
        <Skeleton className="h-56 rounded-3" />
      </div>
    </div>
  );
}
