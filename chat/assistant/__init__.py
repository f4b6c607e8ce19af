"""Those who answer: Bedrock and the offline assistant, behind one protocol."""
