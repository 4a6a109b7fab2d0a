import type { ReactNode } from "react";
import { BrandMark } from "@/components/brand-mark";

interface AuthFrameProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** Under the form. */
  foot?: ReactNode;
  wide?: boolean;
}

/** A form that is the whole page: mark, title, one sentence, fields. */
export function AuthFrame({ title, lead, children, foot, wide = false }: AuthFrameProps) {
  return (
    <div className="grid min-h-dvh place-items-center p-6">
      <div className={`grid w-full gap-5 ${wide ? "max-w-[480px]" : "max-w-[360px]"}`}>
        <header className="grid gap-2">
          <span className="mb-2">
            <BrandMark size={40} />
          </span>
          <h1 className="text-24">{title}</h1>
          {lead ? <p className="text-text-2">{lead}</p> : null}
        </header>
        {children}
        {foot ? <p className="text-center text-12 text-text-3">{foot}</p> : null}
      </div>
    </div>
  );
}
