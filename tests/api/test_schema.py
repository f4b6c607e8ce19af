"""The OpenAPI schema says what is noted beside the endpoints, though the notes are handed over late."""

import json

from tests.api.client import Api


def schema():
    answer = Api(None).send("GET", "/api/schema/", Accept="application/json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_it_is_open_to_everybody_and_names_the_operations_as_noted():
    found = schema()

    operations = {
        operation["operationId"]
        for path in found["paths"].values()
        for method, operation in path.items()
        if method in {"get", "post", "patch", "delete"}
    }
    assert found["openapi"].startswith("3.1")
    assert {"invoices_list", "invoices_finalize", "messages_create", "usage_retrieve"} <= operations


def test_it_tells_parameters_answers_and_how_to_sign_in():
    found = schema()

    listing = found["paths"]["/api/v1/invoices/"]["get"]
    assert {parameter["name"] for parameter in listing["parameters"]} >= {"limit", "cursor", "status", "q"}
    assert found["components"]["securitySchemes"]["cognitoAccessToken"]["scheme"] == "bearer"
    assert "201" in found["paths"]["/api/v1/conversations/{conversation_id}/messages/"]["post"]["responses"]


def test_its_page_is_shown_with_our_own_scripts():
    answer = Api(None).send("GET", "/api/docs/")

    assert answer.status_code == 200
    assert b'src="/static/drf_spectacular_sidecar/' in answer.content
    assert b"cdn" not in answer.content
