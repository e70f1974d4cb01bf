// The stack of this product, written as people write such stacks today: the same network, balancer, services, API,
// roles, logs, alarms and dashboards, by the constructs of the CDK's library. Only for scripts/bench to compare with.
//
//   -c environments=prod,dev   which of the two it has (both)
//   -c consumers=true          with the queues of images that come with consumers
//   -c wait=true               nothing but a resource that is done when somebody says so
//   -c stack=NAME              the stack's name
const cdk = require("aws-cdk-lib");
const {
  aws_apigateway: api, aws_apigatewayv2: apiv2, aws_applicationautoscaling: scale, aws_cloudwatch: watch, aws_ec2: ec2,
  aws_ecs: ecs, aws_elasticloadbalancingv2: elb, aws_events: events, aws_events_targets: targets, aws_iam: iam,
  aws_logs: logs, aws_sqs: sqs,
} = cdk;

const REPOSITORY = "arn:aws:ecr:us-east-1:712023778557:repository/quiltdata/benchling";
const SIZES = { dev: { cpu: 512, memory: 1024, least: 1, most: 2 }, prod: { cpu: 1024, memory: 2048, least: 2, most: 10 } };

class Webhook extends cdk.Stack {
  // Two, without asking AWS.
  get availabilityZones() {
    return [`${this.region}a`, `${this.region}b`];
  }

  constructor(scope, id, props) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, "Vpc", { maxAzs: 2, natGateways: 1 });
    const linkGroup = new ec2.SecurityGroup(this, "VpcLinkSecurityGroup", { vpc, allowAllOutbound: false });
    const balancerGroup = new ec2.SecurityGroup(this, "LoadBalancerSecurityGroup", { vpc, allowAllOutbound: false });
    const taskGroup = new ec2.SecurityGroup(this, "TaskSecurityGroup", { vpc });
    balancerGroup.addIngressRule(linkGroup, ec2.Port.tcp(80), "From the VPC link");
    const balancer = new elb.ApplicationLoadBalancer(this, "LoadBalancer", {
      vpc, internetFacing: false, securityGroup: balancerGroup, dropInvalidHeaderFields: true,
    });
    const listener = balancer.addListener("Listener", {
      port: 80, open: false,
      defaultAction: elb.ListenerAction.fixedResponse(404, { contentType: "text/plain", messageBody: "Not found" }),
    });
    const cluster = new ecs.Cluster(this, "Cluster", { vpc, clusterName: "benchling-webhook-cluster" });
    const link = new apiv2.VpcLink(this, "VpcLink", { vpc, securityGroups: [linkGroup] });

    const rest = new api.RestApi(this, "Api", {
      deploy: false, cloudWatchRole: true, endpointConfiguration: { types: [api.EndpointType.REGIONAL] },
    });
    const integration = (path) => new api.Integration({
      type: api.IntegrationType.HTTP_PROXY, integrationHttpMethod: "ANY",
      uri: `http://${balancer.loadBalancerDnsName}/${path}`,
      options: {
        requestParameters: {
          "integration.request.header.X-Webhook-Route": "stageVariables.route",
          ...(path && { "integration.request.path.proxy": "method.request.path.proxy" }),
        },
      },
    });
    const methods = [
      rest.root.addMethod("ANY", integration("")),
      rest.root.addResource("{proxy+}").addMethod("ANY", integration("{proxy}"), {
        requestParameters: { "method.request.path.proxy": true },
      }),
    ];
    for (const method of methods) {
      // The library knows no integration of a REST API through a link of the second kind.
      const resource = method.node.defaultChild;
      resource.addPropertyOverride("Integration.ConnectionType", "VPC_LINK");
      resource.addPropertyOverride("Integration.ConnectionId", link.vpcLinkId);
      resource.addPropertyOverride("Integration.IntegrationTarget", balancer.loadBalancerArn);
    }

    const shared = { vpc, balancer, listener, cluster, rest, methods, balancerGroup, taskGroup };
    const wanted = (this.node.tryGetContext("environments") ?? "prod,dev").split(",");
    wanted.forEach((name, index) => this.addEnvironment(name, 10 + index, shared));
  }

  addEnvironment(name, priority, { vpc, balancer, listener, cluster, rest, methods, balancerGroup, taskGroup }) {
    const size = SIZES[name];
    const id = (what) => `${name[0].toUpperCase()}${name.slice(1)}${what}`;
    const secret = `arn:${this.partition}:secretsmanager:${this.region}:${this.account}:secret:quiltdata/${name}`;
    const log = new logs.LogGroup(this, id("Log"), {
      logGroupName: `/ecs/benchling-webhook-${name}`, retention: logs.RetentionDays.THREE_MONTHS,
    });
    const access = new logs.LogGroup(this, id("AccessLog"), {
      logGroupName: `/api/benchling-webhook-${name}`, retention: logs.RetentionDays.THREE_MONTHS,
    });

    const task = new ecs.FargateTaskDefinition(this, id("Task"), { cpu: size.cpu, memoryLimitMiB: size.memory });
    const allow = (role, actions, resources) =>
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
    allow(task.taskRole, ["secretsmanager:GetSecretValue"], [`${secret}-??????`]);
    allow(task.taskRole, ["cloudformation:DescribeStacks"], ["*"]);
    allow(task.taskRole, ["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:712023778557:packager"]);
    allow(task.taskRole, ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"], ["*"]);
    allow(task.taskRole, ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"], ["*"]);
    allow(task.taskRole, ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
      ["arn:aws:s3:::acme-packages", "arn:aws:s3:::acme-packages/*"]);
    const execution = task.obtainExecutionRole();
    allow(execution, ["ecr:GetAuthorizationToken"], ["*"]);
    allow(execution, ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], [REPOSITORY]);
    task.addContainer("web", {
      image: ecs.ContainerImage.fromRegistry(`712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling:0.17.1`),
      portMappings: [{ containerPort: 5000 }],
      logging: ecs.LogDrivers.awsLogs({ logGroup: log, streamPrefix: name }),
      environment: {
        AWS_REGION: this.region, FLASK_ENV: "production", LOG_LEVEL: "INFO", BENCHLING_PKG_BUCKET: "acme-packages",
        BenchlingSecret: `quiltdata/benchling-webhook/${name}/acme`, BENCHLING_WEBHOOK_VERSION: "0.17.1",
        QUILT_WEB_HOST: "quilt.example.com", ATHENA_USER_DATABASE: "userathenadatabase",
      },
      healthCheck: {
        command: ["CMD-SHELL", "curl -f http://localhost:5000/health || exit 1"],
        interval: cdk.Duration.seconds(30), retries: 3, startPeriod: cdk.Duration.seconds(60),
      },
    });
    const service = new ecs.FargateService(this, id("Service"), {
      cluster, taskDefinition: task, serviceName: `benchling-webhook-${name}`, desiredCount: size.least,
      securityGroups: [taskGroup], circuitBreaker: { rollback: true }, minHealthyPercent: 100,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    });
    balancerGroup.addEgressRule(taskGroup, ec2.Port.tcp(5000), "To the tasks");
    taskGroup.addIngressRule(balancerGroup, ec2.Port.tcp(5000), "From the load balancer");
    const group = new elb.ApplicationTargetGroup(this, id("Targets"), {
      vpc, port: 5000, protocol: elb.ApplicationProtocol.HTTP, targetType: elb.TargetType.IP,
      healthCheck: { path: "/health", interval: cdk.Duration.seconds(30) },
      deregistrationDelay: cdk.Duration.seconds(30),
    });
    service.attachToApplicationTargetGroup(group);
    const route = `${name}-route`;
    listener.addAction(id("Rule"), {
      priority, conditions: [elb.ListenerCondition.httpHeader("X-Webhook-Route", [route])],
      action: elb.ListenerAction.forward([group]),
    });
    const scaling = service.autoScaleTaskCount({ minCapacity: size.least, maxCapacity: size.most });
    scaling.scaleOnCpuUtilization("Cpu", { targetUtilizationPercent: 70 });
    scaling.scaleOnMemoryUtilization("Memory", { targetUtilizationPercent: 80 });
    for (const policy of service.node.findAll().filter((node) => node instanceof scale.CfnScalingPolicy)) {
      // AWS takes these from the target; the stand-in wants them here, too.
      policy.addPropertyOverride("ServiceNamespace", "ecs");
      policy.addPropertyOverride("ScalableDimension", "ecs:service:DesiredCount");
      policy.addPropertyOverride("ResourceId", `service/${cluster.clusterName}/${service.serviceName}`);
    }

    const deployment = new api.Deployment(this, id("Deployment"), { api: rest });
    deployment.node.addDependency(...methods);
    const stage = new api.Stage(this, id("Stage"), {
      deployment, stageName: name, variables: { route }, metricsEnabled: true,
      accessLogDestination: new api.LogGroupLogDestination(access), accessLogFormat: api.AccessLogFormat.clf(),
      loggingLevel: api.MethodLoggingLevel.ERROR, throttlingRateLimit: 100, throttlingBurstLimit: 200,
    });
    new cdk.CfnOutput(this, id("Endpoint"), { value: stage.urlForPath("/") });

    const alarm = (what, metric, threshold, rest) => new watch.Alarm(this, id(`${what}Alarm`), {
      metric, threshold, evaluationPeriods: 2, treatMissingData: watch.TreatMissingData.NOT_BREACHING, ...rest,
    });
    const failures = group.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT);
    alarm("ServerErrors", failures, 5);
    alarm("UnhealthyTask", group.metrics.unhealthyHostCount(), 1);
    alarm("NoTask", group.metrics.healthyHostCount(), 1,
      { comparisonOperator: watch.ComparisonOperator.LESS_THAN_THRESHOLD });
    alarm("Cpu", service.metricCpuUtilization(), 90);
    new watch.Dashboard(this, id("Dashboard"), {
      dashboardName: `benchling-webhook-${name}`,
      widgets: [[
        new watch.GraphWidget({ title: "Requests", left: [group.metrics.requestCount()], right: [failures] }),
        new watch.GraphWidget({ title: "Response time", left: [group.metrics.targetResponseTime()] }),
        new watch.GraphWidget({
          title: "Load", left: [service.metricCpuUtilization(), service.metricMemoryUtilization()],
        }),
      ]],
    });

    if (this.node.tryGetContext("consumers")) {
      const queue = (what) => new sqs.Queue(this, id(`${what}Queue`), {
        visibilityTimeout: cdk.Duration.minutes(5),
        deadLetterQueue: { queue: new sqs.Queue(this, id(`${what}DeadLetters`)), maxReceiveCount: 3 },
      });
      const packages = queue("PackageEvent");
      new events.Rule(this, id("PackageRevisionRule"), {
        eventPattern: { source: ["com.quiltdata"], detailType: ["package-revision"] },
        targets: [new targets.SqsQueue(packages)],
      });
      packages.grantConsumeMessages(task.taskRole);
      queue("PackagingRequest").grantConsumeMessages(task.taskRole);
    }
  }
}

class Waits extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, { ...props, synthesizer: new cdk.BootstraplessSynthesizer() });
    const handle = new cdk.CfnWaitConditionHandle(this, "Handle").ref;
    new cdk.CfnWaitCondition(this, "Wait", { handle, timeout: "600", count: 1 });
  }
}

const app = new cdk.App();
const env = { account: process.env.CDK_DEFAULT_ACCOUNT ?? "712023778557", region: "us-east-1" };
const Wanted = app.node.tryGetContext("wait") ? Waits : Webhook;
new Wanted(app, app.node.tryGetContext("stack") ?? "BenchWithCdk", { env });
