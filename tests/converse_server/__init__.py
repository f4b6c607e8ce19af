"""A small server that speaks Bedrock Converse over HTTP: scripted answers, recorded requests, real refusals.

Our code reaches it like the real one, through boto3 and `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`; nothing is mocked.
`python -m tests.converse_server` runs it by hand.
"""
