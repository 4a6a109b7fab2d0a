import { Card, CardSection } from "@/components/card";
import { Skeleton, SkeletonText } from "@/components/skeleton";

/** A customer's page while it is read. */
export function CustomerSkeleton() {
  return (
    <>
      <div className="grid gap-2">
        <Skeleton className="h-[22px] w-32" />
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-5 w-64" />
      </div>
      <div className="grid items-start gap-4 desk:gap-5 wide:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid gap-4 desk:gap-5">
          <Placeholder lines={5} />
          <Placeholder lines={3} />
        </div>
        <Placeholder lines={6} />
      </div>
    </>
  );
}

function Placeholder({ lines }: { lines: number }) {
  return (
    <Card>
      <CardSection>
        <Skeleton className="mb-4 h-6 w-32" />
        <SkeletonText lines={lines} />
      </CardSection>
    </Card>
  );
}
