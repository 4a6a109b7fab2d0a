"use client";

import "./globals.css";
import { FullPageNotice } from "@/components/full-page-notice";

/** Stands in for the root layout when that itself fails. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en" data-theme="light">
      <body>
        <title>Countersign</title>
        <FullPageNotice
          title="Countersign could not be shown"
          action={{ label: "Try again", onPress: reset }}
        >
          If it happens again, give support this number: <code>{error.digest ?? "none"}</code>
        </FullPageNotice>
      </body>
    </html>
  );
}
