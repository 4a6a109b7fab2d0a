import type { ReactNode } from "react";
import { BrandMark } from "./brand-mark";
import { Button } from "./button";

interface FullPageNoticeProps {
  title: string;
  children: ReactNode;
  action?: { label: string; href?: string; onPress?: () => void };
}

/** A page that has one thing to say, and one way on. */
export function FullPageNotice({ title, children, action }: FullPageNoticeProps) {
  return (
    <div className="grid min-h-[70vh] place-items-center p-6">
      <div className="grid w-full max-w-[440px] justify-items-start gap-4">
        <BrandMark size={40} />
        <h1 className="text-24">{title}</h1>
        <p className="text-text-2">{children}</p>
        {action ? (
          <Button variant="primary" size="lg" href={action.href} onPress={action.onPress}>
            {action.label}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
