import aws from "@pulumi/aws";
import pulumi from "@pulumi/pulumi";

export interface BackupBucketArgs {
  /** Name of the bucket, in the whole world. */
  readonly bucket: string;
  /** The folder that the hub writes in. */
  readonly folder: string;
  /** Days for which replaced versions are kept. */
  readonly keepDays: number;
}

/**
 * Where the encrypted copies of the configurations lie: versioned, with a key of its own, closed to the
 * public, and deaf to whoever speaks without TLS.
 */
export class BackupBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** What whoever writes there must be allowed to, and no more: neither to read nor to delete. */
  readonly writePolicy: pulumi.Output<string>;

  constructor(name: string, args: BackupBucketArgs, options?: pulumi.ComponentResourceOptions) {
    super("rajut:cloud:BackupBucket", name, {}, options);
    const within = { parent: this };
    const kept = { parent: this, protect: true };
    const key = new aws.kms.Key(
      name,
      {
        description: "Copies of the configurations of a regency's routers",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
      },
      kept,
    );
    this.bucket = new aws.s3.Bucket(name, { bucket: args.bucket, forceDestroy: false }, kept);
    const { bucket, arn } = this.bucket;
    new aws.s3.BucketOwnershipControls(
      name,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      within,
    );
    const closed = new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      within,
    );
    const versioning = new aws.s3.BucketVersioning(
      name,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      within,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: key.arn,
            },
            bucketKeyEnabled: true,
          },
        ],
      },
      within,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: "old-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: args.keepDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { parent: this, dependsOn: [versioning] },
    );
    new aws.s3.BucketPolicy(
      name,
      { bucket, policy: onlyTls(arn) },
      { parent: this, dependsOn: [closed] },
    );
    this.writePolicy = pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:PutObject"],
          Resource: pulumi.interpolate`${arn}/${args.folder}/*`,
        },
        { Effect: "Allow", Action: ["kms:GenerateDataKey"], Resource: key.arn },
      ],
    });
    this.registerOutputs({});
  }
}

const onlyTls = (arn: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, pulumi.interpolate`${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
