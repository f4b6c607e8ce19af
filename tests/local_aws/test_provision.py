"""What the template says holds in the running local AWS, also where MiniStack's CloudFormation drops it."""

import pytest
from botocore.exceptions import ClientError

from local_aws.provision import provision
from tests.local_stack import client_of

TABLES = ("CONVERSATIONS_TABLE", "INVOICES_TABLE", "RATE_LIMITS_TABLE")


def test_a_second_time_changes_nothing(aws):
    stack = provision(aws.endpoint_url)

    assert stack.user_pool_id == aws.environment["COGNITO_USER_POOL_ID"]
    assert stack.invoices_table == aws.environment["INVOICES_TABLE"]


def test_rate_limits_expire(aws):
    answer = client_of(aws, "dynamodb").describe_time_to_live(TableName=aws.environment["RATE_LIMITS_TABLE"])

    assert answer["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


@pytest.mark.parametrize("variable", TABLES)
def test_tables_can_go_back_in_time(aws, variable):
    answer = client_of(aws, "dynamodb").describe_continuous_backups(TableName=aws.environment[variable])

    recovery = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_bucket_is_versioned_encrypted_and_private(aws):
    s3, bucket = client_of(aws, "s3"), aws.environment["INVOICE_BUCKET"]

    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [rule["ID"] for rule in rules] == ["forget-replaced-versions"]


def test_signing_in_needs_the_right_password(aws, cognito_user):
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        client_of(aws, "cognito-idp").initiate_auth(
            ClientId=aws.environment["COGNITO_CLIENT_ID"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": cognito_user.email, "PASSWORD": "Wrong-horse-1"},
        )


def test_a_code_that_nobody_sent_confirms_nobody(aws):
    """MiniStack takes any code unless it runs with AUTH=true: this is how we notice that it does."""
    cognito, client_id = client_of(aws, "cognito-idp"), aws.environment["COGNITO_CLIENT_ID"]
    user = cognito.sign_up(ClientId=client_id, Username="new@customer.example", Password="Correct-horse-1")

    with pytest.raises(ClientError, match="CodeMismatchException"):
        cognito.confirm_sign_up(ClientId=client_id, Username=user["UserSub"], ConfirmationCode="000000")
