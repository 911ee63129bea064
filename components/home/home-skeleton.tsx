import { Skeleton } from "../ui/small";

/** The start page's shape while its facts are on the way. */
export function HomeSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-6 h-32 rounded-3" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-72 rounded-3" />
        <Skeleton className="h-72 rounded-3" />
      </div>
    </div>
  );
}
