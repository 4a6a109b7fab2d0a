import { Skeleton, SkeletonText } from "@/components/skeleton";
import { columns } from "./columns";

/** The three columns while the address is looked at. */
export function DeveloperApiSkeleton() {
  return (
    <div className={columns.frame}>
      <div className={columns.library}>
        <Skeleton className="mb-3 h-8" />
        <SkeletonText lines={4} />
      </div>
      <div className={columns.words}>
        <Skeleton className="h-7 w-3/4" />
        <SkeletonText lines={2} />
        <Skeleton className="h-10" />
        <SkeletonText lines={5} />
      </div>
      <div className={columns.trial}>
        <Skeleton className="h-6 w-1/3" />
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
        <Skeleton className="h-40" />
      </div>
    </div>
  );
}
