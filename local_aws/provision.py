"""Brings the stack of infrastructure/template.yaml up in MiniStack, and adds what its CloudFormation drops.

MiniStack 1.5.33 answers CREATE_COMPLETE but leaves out the tables' time to live and point-in-time recovery and the
bucket's lifecycle. They are read from the template and set through the services' own calls, so that the template
stays the only place that says what they are.
"""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from local_aws.template import TEMPLATE, read_template, resources_of_type

STACK_NAME = "scatterpilot-local"
REGION = "us-east-1"
ACCESS_KEY = "test"  # the one key pair MiniStack knows
SENDER = "invoices@scatterpilot.example"


class ProvisioningError(Exception):
    """The stack could not be brought up; the text gives CloudFormation's reason."""


@dataclass(frozen=True)
class Stack:
    """The names of what the stack made."""

    conversations_table: str
    invoices_table: str
    rate_limits_table: str
    invoice_bucket: str
    user_pool_id: str
    user_pool_client_id: str


def provision(endpoint_url: str) -> Stack:
    """Create the stack, or bring an earlier one up to the template; raises ProvisioningError."""
    cloudformation = aws_client("cloudformation", endpoint_url)
    try:
        _create_or_update(cloudformation)
        outputs = _outputs(cloudformation)
        _add_what_was_dropped(endpoint_url, _physical_names(cloudformation))
    except (ClientError, WaiterError) as error:
        raise ProvisioningError(f"The stack {STACK_NAME} could not be brought up: {error}") from error
    return Stack(
        conversations_table=outputs["ConversationsTable"],
        invoices_table=outputs["InvoicesTable"],
        rate_limits_table=outputs["RateLimitsTable"],
        invoice_bucket=outputs["InvoiceBucket"],
        user_pool_id=outputs["UserPoolId"],
        user_pool_client_id=outputs["UserPoolClientId"],
    )


def aws_client(service: str, endpoint_url: str) -> Any:
    """A boto3 client for the local AWS, deaf to the proxies, profiles and keys of the shell."""
    session = boto3.session.Session(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=ACCESS_KEY, region_name=REGION)
    config = Config(proxies={}, retries={"mode": "standard", "max_attempts": 2}, s3={"addressing_style": "path"})
    return session.client(service, endpoint_url=endpoint_url, config=config)


def _create_or_update(cloudformation: Any) -> None:
    request = {
        "StackName": STACK_NAME,
        "TemplateBody": TEMPLATE.read_text(),
        "Parameters": [
            {"ParameterKey": "Stage", "ParameterValue": "local"},
            {"ParameterKey": "EmailIdentity", "ParameterValue": SENDER},
        ],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
    }
    if not _stack_exists(cloudformation):
        cloudformation.create_stack(**request)
        _wait(cloudformation, "stack_create_complete")
        return
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        # CloudFormation's way of saying that all is well.
        if "No updates are to be performed" not in str(error):
            raise
        return
    _wait(cloudformation, "stack_update_complete")


def _stack_exists(cloudformation: Any) -> bool:
    try:
        cloudformation.describe_stacks(StackName=STACK_NAME)
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return False
    return True


def _wait(cloudformation: Any, state: str) -> None:
    # The waiter's own 30 s between looks would be all of our start-up time: MiniStack is done within 0.1 s.
    cloudformation.get_waiter(state).wait(StackName=STACK_NAME, WaiterConfig={"Delay": 0.1, "MaxAttempts": 300})


def _outputs(cloudformation: Any) -> dict[str, str]:
    stack = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def _physical_names(cloudformation: Any) -> dict[str, str]:
    resources = cloudformation.describe_stack_resources(StackName=STACK_NAME)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def _add_what_was_dropped(endpoint_url: str, physical_names: dict[str, str]) -> None:
    template = read_template()
    dynamodb = aws_client("dynamodb", endpoint_url)
    for logical_id, table in resources_of_type(template, "AWS::DynamoDB::Table").items():
        _finish_table(dynamodb, physical_names[logical_id], table["Properties"])
    s3 = aws_client("s3", endpoint_url)
    for logical_id, bucket in resources_of_type(template, "AWS::S3::Bucket").items():
        s3.put_bucket_lifecycle_configuration(
            Bucket=physical_names[logical_id],
            LifecycleConfiguration={"Rules": [_lifecycle_rule(r) for r in _lifecycle(bucket)]},
        )


def _finish_table(dynamodb: Any, name: str, properties: dict[str, Any]) -> None:
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
    )
    time_to_live = properties.get("TimeToLiveSpecification")
    if time_to_live is None:
        return
    current = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    # AWS refuses to enable what is enabled, so a second run must not ask.
    if current["TimeToLiveStatus"] not in {"ENABLED", "ENABLING"}:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=time_to_live)


def _lifecycle(bucket: dict[str, Any]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    return rules


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation's words for a rule -> the S3 API's, which calls Id ID and wants to know what it applies to."""
    rest = {key: value for key, value in rule.items() if key != "Id"}
    return {"ID": rule["Id"], "Filter": {"Prefix": ""}, **rest}
