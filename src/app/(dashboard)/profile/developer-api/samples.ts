import type { CodeSample } from "@/components/code-block";

/** The same call in three tongues; the secret comes from the environment, never from the field. */
export function samplesOf(url: string): CodeSample[] {
  return [
    {
      name: "curl",
      code: `curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" \\\n  "${url}"`,
    },
    {
      name: "JavaScript",
      code: [
        "const secret = process.env.COUNTERSIGN_TOKEN;",
        "const response = await fetch(",
        `  "${url}",`,
        '  { headers: { Authorization: "Bearer " + secret } },',
        ");",
        "const answer = await response.json();",
        "if (!response.ok) throw new Error(answer.code);",
      ].join("\n"),
    },
    {
      name: "Python",
      code: [
        "import json, os, urllib.request",
        "",
        'secret = os.environ["COUNTERSIGN_TOKEN"]',
        "request = urllib.request.Request(",
        `    "${url}",`,
        '    headers={"Authorization": f"Bearer {secret}"},',
        ")",
        "with urllib.request.urlopen(request) as response:",
        "    answer = json.load(response)",
      ].join("\n"),
    },
  ];
}
