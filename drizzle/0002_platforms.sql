CREATE TABLE "platform_connection" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"account" jsonb NOT NULL,
	"state" text DEFAULT 'ok' NOT NULL,
	"is_emulated" boolean DEFAULT false NOT NULL,
	"kid" text NOT NULL,
	"wrapped" text NOT NULL,
	"token" text NOT NULL,
	"token_set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deploy_settings" (
	"project_id" text PRIMARY KEY NOT NULL,
	"root_directory" text,
	"install_command" text,
	"build_command" text,
	"start_command" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hosted_app" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"project_id" text NOT NULL,
	"connection_id" text,
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"ids" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"url" text,
	"state" text DEFAULT 'active' NOT NULL,
	"current_deployment_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbound_channel" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"project_id" text,
	"events" jsonb NOT NULL,
	"hint" text NOT NULL,
	"kid" text NOT NULL,
	"wrapped" text NOT NULL,
	"token" text NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbound_delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"subject_id" text,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"status" integer,
	"problem" text,
	"next_try_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "group_key" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "connection_id" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "hosted_app_id" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "target" text DEFAULT 'production' NOT NULL;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "provider_id" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "provider_url" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "manifest" jsonb;--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "late_outcome" jsonb;--> statement-breakpoint
ALTER TABLE "platform_connection" ADD CONSTRAINT "platform_connection_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deploy_settings" ADD CONSTRAINT "deploy_settings_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hosted_app" ADD CONSTRAINT "hosted_app_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hosted_app" ADD CONSTRAINT "hosted_app_connection_id_platform_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."platform_connection"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hosted_app" ADD CONSTRAINT "hosted_app_current_deployment_id_deployment_id_fk" FOREIGN KEY ("current_deployment_id") REFERENCES "public"."deployment"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_channel" ADD CONSTRAINT "outbound_channel_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_channel" ADD CONSTRAINT "outbound_channel_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbound_delivery" ADD CONSTRAINT "outbound_delivery_channel_id_outbound_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."outbound_channel"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "platform_connection_name" ON "platform_connection" USING btree ("org_id","platform","name");--> statement-breakpoint
CREATE INDEX "platform_connection_org" ON "platform_connection" USING btree ("org_id");--> statement-breakpoint
CREATE UNIQUE INDEX "hosted_app_name" ON "hosted_app" USING btree ("connection_id","name") WHERE "hosted_app"."state" <> 'deleted';--> statement-breakpoint
CREATE INDEX "hosted_app_project" ON "hosted_app" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "outbound_channel_org" ON "outbound_channel" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "outbound_delivery_channel" ON "outbound_delivery" USING btree ("channel_id","created_at");--> statement-breakpoint
CREATE INDEX "outbound_delivery_due" ON "outbound_delivery" USING btree ("next_try_at") WHERE "outbound_delivery"."state" = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "outbound_delivery_once" ON "outbound_delivery" USING btree ("channel_id","subject_id","event");--> statement-breakpoint
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_connection_id_platform_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."platform_connection"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_hosted_app_id_hosted_app_id_fk" FOREIGN KEY ("hosted_app_id") REFERENCES "public"."hosted_app"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_group" ON "run" USING btree ("group_key","created_at") WHERE "run"."status" in ('queued', 'running', 'cancelling');--> statement-breakpoint
CREATE INDEX "deployment_batch" ON "deployment" USING btree ("batch_id");