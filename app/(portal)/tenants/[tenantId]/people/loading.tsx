import { ListSkeleton } from "@/components/layout/list-skeleton";

export default ListSkeleton;
