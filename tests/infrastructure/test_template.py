"""The template itself, because an emulator that drops a property answers CREATE_COMPLETE all the same."""

from typing import Any

import pytest

from local_aws.template import read_template, resources_of_type

TEMPLATE = read_template()
TABLES = resources_of_type(TEMPLATE, "AWS::DynamoDB::Table")
KEYS = {
    "ConversationsTable": [("user_id", "HASH"), ("sk", "RANGE")],
    "InvoicesTable": [("user_id", "HASH"), ("sk", "RANGE")],
    "RateLimitsTable": [("subject", "HASH"), ("window", "RANGE")],
}


def properties(logical_id: str) -> dict[str, Any]:
    return TEMPLATE["Resources"][logical_id]["Properties"]


def key_of(schema: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(part["AttributeName"], part["KeyType"]) for part in schema]


def test_there_are_three_tables_with_the_keys_of_the_contract():
    assert {name: key_of(table["Properties"]["KeySchema"]) for name, table in TABLES.items()} == KEYS


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_billed_by_use_encrypted_and_recoverable(name):
    table = properties(name)

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_staging_is_protected_from_deletion(name):
    assert properties(name)["DeletionProtectionEnabled"] == {"Fn::If": ["IsProtected", True, False]}
    assert TEMPLATE["Conditions"]["IsProtected"] == {"Fn::Equals": [{"Ref": "Stage"}, "staging"]}


def test_only_rate_limits_expire():
    expiring = {name: table["Properties"].get("TimeToLiveSpecification") for name, table in TABLES.items()}

    assert expiring == {
        "ConversationsTable": None,
        "InvoicesTable": None,
        "RateLimitsTable": {"AttributeName": "expires_at", "Enabled": True},
    }


def test_invoices_are_indexed_by_status_with_what_a_list_row_shows():
    (index,) = properties("InvoicesTable")["GlobalSecondaryIndexes"]

    assert index["IndexName"] == "by_status"
    assert key_of(index["KeySchema"]) == [("user_id", "HASH"), ("status_key", "RANGE")]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["summary"]}


def test_the_bucket_is_encrypted_versioned_and_private():
    bucket = properties("InvoiceBucket")

    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_no_rule_of_the_bucket_deletes_a_current_invoice():
    (rule,) = properties("InvoiceBucket")["LifecycleConfiguration"]["Rules"]

    assert set(rule) == {"Id", "Status", "NoncurrentVersionExpiration"}
    assert rule["Status"] == "Enabled"


def test_outside_this_machine_the_bucket_speaks_tls_only():
    policy = TEMPLATE["Resources"]["InvoiceBucketPolicy"]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert policy["Condition"] == "IsRemote"
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_users_are_their_verified_addresses_and_a_second_factor_is_theirs_to_choose():
    pool = properties("UserPool")

    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    assert pool["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "verified_email", "Priority": 1}]


def test_the_client_tells_nobody_who_has_an_account_and_its_tokens_end():
    client = properties("UserPoolClient")

    assert client["GenerateSecret"] is False
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (60, "minutes")
    assert (client["RefreshTokenValidity"], client["TokenValidityUnits"]["RefreshToken"]) == (30, "days")


@pytest.mark.parametrize("name", [*TABLES, "InvoiceBucket", "UserPool"])
def test_no_change_of_the_template_throws_data_away(name):
    assert TEMPLATE["Resources"][name]["UpdateReplacePolicy"] == "Retain"


def test_every_output_names_the_variable_it_fills():
    assert {output["Description"] for output in TEMPLATE["Outputs"].values()} == {
        "COGNITO_CLIENT_ID",
        "COGNITO_USER_POOL_ID",
        "CONVERSATIONS_TABLE",
        "INVOICES_TABLE",
        "INVOICE_BUCKET",
        "RATE_LIMITS_TABLE",
    }
