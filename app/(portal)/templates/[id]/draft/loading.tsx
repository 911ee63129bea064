import { TenantPageSkeleton } from "@/components/tenants/tenant-page-skeleton";

export default TenantPageSkeleton;
