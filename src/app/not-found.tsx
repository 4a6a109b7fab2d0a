import type { Metadata } from "next";
import { FullPageNotice } from "@/components/full-page-notice";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <FullPageNotice title="There is nothing here" action={{ label: "Go to Home", href: "/" }}>
      The address may be mistyped, or the page may have moved. Where your role does not allow a page, it says
      so itself.
    </FullPageNotice>
  );
}
