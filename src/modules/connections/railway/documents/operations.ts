import { z } from "zod";
import { define } from "../document";

const customDomainFields = `id domain status {
  verified verificationToken verificationDnsHost certificateStatus certificateErrorMessage
  dnsRecords { recordType fqdn requiredValue purpose status }
}`;

export const RailwayDomain = z.object({
  id: z.string(),
  domain: z.string(),
  status: z.object({
    verified: z.boolean(),
    verificationToken: z.string().nullable(),
    verificationDnsHost: z.string().nullable(),
    certificateStatus: z.string(),
    certificateErrorMessage: z.string().nullable(),
    dnsRecords: z.array(
      z.object({
        recordType: z.string(),
        fqdn: z.string(),
        requiredValue: z.string(),
        purpose: z.string(),
        status: z.string(),
      }),
    ),
  }),
});
export type RailwayDomain = z.infer<typeof RailwayDomain>;

export const domains = define<{ projectId: string; environmentId: string; serviceId: string }>()(
  `query domains($projectId: String!, $environmentId: String!, $serviceId: String!) {
    domains(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId) {
      customDomains { ${customDomainFields} }
    }
  }`,
  z.object({ domains: z.object({ customDomains: z.array(RailwayDomain) }) }),
);

export const customDomain = define<{ id: string; projectId: string }>()(
  `query customDomain($id: String!, $projectId: String!) {
    customDomain(id: $id, projectId: $projectId) { ${customDomainFields} }
  }`,
  z.object({ customDomain: RailwayDomain }),
);

export interface CustomDomainCreateInput {
  projectId: string;
  environmentId: string;
  serviceId: string;
  domain: string;
}
export const customDomainCreate = define<{ input: CustomDomainCreateInput }>()(
  `mutation customDomainCreate($input: CustomDomainCreateInput!) {
    customDomainCreate(input: $input) { ${customDomainFields} }
  }`,
  z.object({ customDomainCreate: RailwayDomain }),
);

export const customDomainDelete = define<{ id: string }>()(
  "mutation customDomainDelete($id: String!) { customDomainDelete(id: $id) }",
  z.object({ customDomainDelete: z.boolean() }),
);

const Measurement = z.string();

export const metrics = define<{
  serviceId: string;
  environmentId: string;
  startDate: string;
  endDate: string;
  measurements: string[];
  sampleRateSeconds: number;
}>()(
  `query metrics(
    $serviceId: String!, $environmentId: String!, $startDate: DateTime!, $endDate: DateTime,
    $measurements: [MetricMeasurement!]!, $sampleRateSeconds: Int
  ) {
    metrics(
      serviceId: $serviceId, environmentId: $environmentId, startDate: $startDate, endDate: $endDate,
      measurements: $measurements, sampleRateSeconds: $sampleRateSeconds
    ) { measurement values { ts value } }
  }`,
  z.object({
    metrics: z.array(
      z.object({ measurement: Measurement, values: z.array(z.object({ ts: z.number(), value: z.number() })) }),
    ),
  }),
);

export const estimatedUsage = define<{ projectId: string; measurements: string[] }>()(
  `query estimatedUsage($projectId: String!, $measurements: [MetricMeasurement!]!) {
    estimatedUsage(projectId: $projectId, measurements: $measurements) { measurement estimatedValue }
  }`,
  z.object({ estimatedUsage: z.array(z.object({ measurement: Measurement, estimatedValue: z.number() })) }),
);
