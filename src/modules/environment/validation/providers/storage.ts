import {
  accessKeyId,
  atLeast,
  block,
  keyRule,
  malformedJwt,
  notA,
  notLocal,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
  wellFormedIfJwt,
} from "../expectations";
import { parseJwt, parseUrl } from "../values";

export const storageRules: readonly ProviderRule[] = [
  ...rulesOf("AWS", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html", [
    keyRule("aws-access-key-id", ["AWS_ACCESS_KEY_ID"], "AKIAIOSFODNN7EXAMPLE", [
      warn(accessKeyId, "AWS access key ids are usually AKIA or ASIA and 16 capitals or digits."),
    ]),
    keyRule("aws-secret-access-key", ["AWS_SECRET_ACCESS_KEY"], "wJalrXUtnFEMI/K7MDENG/bPxRfiCYAbCdEfGhIj", [
      warn(
        (value) => value.length === 40,
        "AWS secret access keys are usually 40 characters long. Check that it was copied whole.",
      ),
    ]),
    {
      id: "aws-region",
      keys: ["AWS_REGION", "AWS_DEFAULT_REGION"],
      format: "the short name of a region",
      example: "us-east-1",
      maxLength: 40,
      expectations: [
        block(/^[a-z0-9-]+$/, "A region is written in lower case with hyphens, such as us-east-1."),
        warn(/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/, "AWS regions usually look like us-east-1 or eu-central-1."),
      ],
    },
  ]),
  ...rulesOf("S3", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html", [
    {
      id: "bucket-name",
      keys: ["S3_BUCKET", "S3_BUCKET_NAME", "AWS_S3_BUCKET", "AWS_BUCKET_NAME", "R2_BUCKET", "R2_BUCKET_NAME"],
      format: "the name of a bucket",
      example: "app-uploads",
      maxLength: 255,
      expectations: [
        block((value) => !value.includes("/"), "This must be the name of the bucket alone, without s3:// or a path."),
        warn(
          /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          "Names of buckets are 3 to 63 lower-case letters, digits, dots and hyphens.",
        ),
      ],
    },
    {
      id: "s3-endpoint",
      keys: ["S3_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "R2_ENDPOINT"],
      format: "https://host of an S3 service",
      example: "https://s3.eu-central-1.amazonaws.com",
      maxLength: 2048,
      expectations: [...urlOf(["https", "http"], "https://s3.eu-central-1.amazonaws.com")],
      remote: [notLocal],
    },
    keyRule("s3-access-key-id", ["S3_ACCESS_KEY_ID", "S3_ACCESS_KEY"], "AKIAABCDEFGHIJKLMNOP", [
      warn((value) => value.length >= 16, "Access key ids are usually 16 characters long or longer."),
    ]),
    keyRule(
      "s3-secret-access-key",
      ["S3_SECRET_ACCESS_KEY", "S3_SECRET_KEY"],
      "AbCdEfGhIjKlMnOpQrStUvWxYz01234567890AbC",
      [
        warn(
          (value) => !accessKeyId.test(value),
          "This looks like an access key id. The secret access key is its other half.",
        ),
        atLeast(32, "Secret access keys"),
      ],
    ),
  ]),
  ...rulesOf("Cloudflare R2", "https://developers.cloudflare.com/r2/api/tokens/", [
    {
      id: "r2-account-id",
      keys: ["R2_ACCOUNT_ID", "CLOUDFLARE_ACCOUNT_ID", "CF_ACCOUNT_ID"],
      format: "32 hexadecimal digits",
      example: "0123456789abcdef0123456789abcdef",
      maxLength: 255,
      expectations: [warn(/^[0-9a-f]{32}$/, "Cloudflare account ids are usually 32 hexadecimal digits.")],
    },
    keyRule("r2-access-key-id", ["R2_ACCESS_KEY_ID"], "0123456789abcdef0123456789abcdef", [
      warn(/^[0-9a-f]{32}$/, "R2 access key ids are usually 32 hexadecimal digits."),
    ]),
    keyRule(
      "r2-secret-access-key",
      ["R2_SECRET_ACCESS_KEY"],
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      [
        warn(
          /^[0-9a-f]{64}$/,
          "R2 secret access keys are usually 64 hexadecimal digits. Check that it was copied whole.",
        ),
      ],
    ),
  ]),
  ...rulesOf("Supabase", "https://supabase.com/docs/guides/api/api-keys", [
    {
      id: "supabase-url",
      keys: ["SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL", "PUBLIC_SUPABASE_URL"],
      format: "https://<project>.supabase.co",
      example: "https://abcdefghijklmnop.supabase.co",
      maxLength: 2048,
      expectations: urlOf(["https", "http"], "https://abcdefghijklmnop.supabase.co"),
      remote: [notLocal],
    },
    keyRule(
      "supabase-publishable-key",
      [
        "SUPABASE_PUBLISHABLE_KEY",
        "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
        "SUPABASE_ANON_KEY",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY",
        "VITE_SUPABASE_ANON_KEY",
        "PUBLIC_SUPABASE_ANON_KEY",
      ],
      "sb_publishable_AbCdEfGhIjKl",
      [
        block(wellFormedIfJwt, malformedJwt),
        notA(
          (value) => !value.startsWith("sb_secret_") && parseJwt(value)?.role !== "service_role",
          "a secret key",
          "publishable",
        ),
        startsWith(["sb_publishable_", "eyJ"]),
      ],
    ),
    keyRule("supabase-secret-key", ["SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY"], "sb_secret_AbCdEfGhIjKl", [
      block(wellFormedIfJwt, malformedJwt),
      notA(
        (value) => !value.startsWith("sb_publishable_") && parseJwt(value)?.role !== "anon",
        "a publishable key",
        "secret",
      ),
      startsWith(["sb_secret_", "eyJ"]),
    ]),
    keyRule("supabase-jwt-secret", ["SUPABASE_JWT_SECRET"], "a text of 32 characters or more", [
      block(startsNot("eyJ"), "This is a token signed with the JWT secret, not the secret itself."),
      atLeast(32, "JWT secrets"),
    ]),
  ]),
  ...rulesOf("Vercel Blob", "https://vercel.com/docs/vercel-blob", [
    keyRule("vercel-blob-token", ["BLOB_READ_WRITE_TOKEN"], "vercel_blob_rw_AbCdEfGh_IjKlMnOp", [
      startsWith(["vercel_blob_rw_"]),
    ]),
  ]),
  ...rulesOf("UploadThing", "https://docs.uploadthing.com/", [
    keyRule("uploadthing-token", ["UPLOADTHING_TOKEN"], "eyJhcGlLZXkiOiJza19saXZlIn0=", [startsWith(["eyJ"])]),
  ]),
  ...rulesOf("Cloudinary", "https://cloudinary.com/documentation/node_integration", [
    {
      id: "cloudinary-url",
      keys: ["CLOUDINARY_URL"],
      format: "cloudinary://key:secret@cloud",
      example: "cloudinary://123456789012345:AbCdEfGhIjKl@example",
      maxLength: 2048,
      expectations: [
        block(/^cloudinary:\/\//, "This must start with cloudinary://."),
        block(
          (value) => Boolean(parseUrl(value)?.hostname && parseUrl(value)?.password),
          "This must hold the key, the secret and the name of the cloud.",
        ),
      ],
    },
  ]),
];
