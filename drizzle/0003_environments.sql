CREATE TABLE "hosted_sync" (
	"hosted_app_id" text PRIMARY KEY NOT NULL,
	"snapshot_id" text NOT NULL,
	"pushed" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "env_template" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"variables" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "env_template_use" (
	"org_id" text NOT NULL,
	"template_id" text NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "env_template_use_org_id_template_id_pk" PRIMARY KEY("org_id","template_id")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "chain_seq" integer;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "env_config" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "env_config" ADD COLUMN "base_environment" text;--> statement-breakpoint
ALTER TABLE "env_snapshot" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "type" text DEFAULT 'string' NOT NULL;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "is_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "example" text;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "rule" text;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "pattern" text;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "options" jsonb;--> statement-breakpoint
ALTER TABLE "env_variable" ADD COLUMN "visibility" text DEFAULT 'masked' NOT NULL;--> statement-breakpoint
ALTER TABLE "env_variable_version" ADD COLUMN "is_reference" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hosted_sync" ADD CONSTRAINT "hosted_sync_hosted_app_id_hosted_app_id_fk" FOREIGN KEY ("hosted_app_id") REFERENCES "public"."hosted_app"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "env_template" ADD CONSTRAINT "env_template_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "env_template_use" ADD CONSTRAINT "env_template_use_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "env_template_name" ON "env_template" USING btree ("org_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_chain" ON "audit_log" USING btree ("org_id","chain_seq");--> statement-breakpoint
CREATE INDEX "audit_log_unchained" ON "audit_log" USING btree ("id") WHERE "audit_log"."hash" is null;--> statement-breakpoint
UPDATE "env_variable" SET "visibility" = 'plain' WHERE NOT "sensitive";
