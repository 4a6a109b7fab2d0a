import { Card, CardSection } from "@/components/card";
import { Skeleton, SkeletonText } from "@/components/skeleton";

/** The page of a request while it loads. */
export function RequestSkeleton() {
  return (
    <div className="@container">
      <div className="mx-auto grid w-full max-w-page content-start gap-4 p-4 desk:gap-5 desk:px-6 desk:pt-5 @[52rem]:grid-cols-[minmax(0,1fr)_296px]">
        <div className="stack-2 @[52rem]:col-span-2">
          <Skeleton className="h-[22px] w-64" />
          <Skeleton className="h-14 w-full" />
        </div>
        <div className="grid content-start gap-4 desk:gap-5">
          <Card label="Loading">
            <CardSection>
              <SkeletonText lines={3} />
            </CardSection>
          </Card>
          <Card label="Loading">
            <CardSection>
              <Skeleton className="h-[180px] w-full" />
            </CardSection>
          </Card>
        </div>
        <Card label="Loading" className="self-start">
          <CardSection>
            <Skeleton className="h-[260px] w-full" />
          </CardSection>
        </Card>
      </div>
    </div>
  );
}
