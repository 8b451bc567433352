import type { Answer } from "../kernel/emulator";

/** Almost every refusal has status 400, and the status that is meant as text in the body. */
function refuse(statusCode: string, error: string, code: string, message: string): Answer {
  return { status: 400, json: { statusCode, error, message, code } };
}

export const refusals = {
  noKey: () => refuse("404", "not_found", "NoSuchKey", "Object not found"),
  noBucket: () => refuse("404", "Bucket not found", "NoSuchBucket", "Bucket not found"),
  denied: () => refuse("403", "Unauthorized", "AccessDenied", "new row violates row-level security policy"),
  wrongToken: () => refuse("400", "InvalidJWT", "InvalidJWT", "Invalid Compact JWS"),
  expired: () => refuse("400", "InvalidJWT", "InvalidJWT", '"exp" claim timestamp check failed'),
  duplicate: () => refuse("409", "Duplicate", "ResourceAlreadyExists", "The resource already exists"),
  tooLarge: () => refuse("413", "Payload too large", "EntityTooLarge", "The object exceeded the maximum allowed size"),
  invalid: (message: string) => refuse("400", "Error", "InvalidRequest", message),
};
