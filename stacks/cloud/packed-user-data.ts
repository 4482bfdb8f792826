import { gzipSync } from "node:zlib";
import pulumi from "@pulumi/pulumi";

/** What EC2 takes, bytes before base64. */
const USER_DATA_MAX = 16_384;

/**
 * User data as EC2 takes it and cloud-init unpacks it: gzip in base64.
 * @throws RunError when it is too long even so
 */
export function packed(text: string): string {
  const bytes = gzipSync(text, { level: 9 });
  if (bytes.length > USER_DATA_MAX) {
    throw new pulumi.RunError(
      `the hub's files are ${bytes.length} bytes even packed, and EC2 takes ${USER_DATA_MAX} at the first start: take a Debian machine without them and deploy the hub by SSH`,
    );
  }
  return bytes.toString("base64");
}
