"use client";

import { I18nProvider, RouterProvider } from "@heroui/react/rac";
import { useRouter } from "next/navigation";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Toaster } from "@/components/toast";
import { TrpcProvider } from "@/trpc/client";

/** Everything a page's client side stands on: procedures, state in the URL, theme, language, notices. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <TrpcProvider>
      <NuqsAdapter>
        <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
          <I18nProvider locale="en-GB">
            <RouterProvider navigate={(href) => router.push(href)}>
              {children}
              <Toaster />
            </RouterProvider>
          </I18nProvider>
        </ThemeProvider>
      </NuqsAdapter>
    </TrpcProvider>
  );
}
