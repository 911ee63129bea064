import { RunPageSkeleton } from "@/components/runs/run-page-skeleton";

export default RunPageSkeleton;
