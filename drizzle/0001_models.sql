CREATE TABLE "model_connection" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"address" text,
	"region" text,
	"credential_form" text NOT NULL,
	"kid" text NOT NULL,
	"wrapped" text NOT NULL,
	"token" text NOT NULL,
	"credentials_set_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_connection_org_id_unique" UNIQUE("org_id")
);
--> statement-breakpoint
ALTER TABLE "model_connection" ADD CONSTRAINT "model_connection_org_id_organization_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;