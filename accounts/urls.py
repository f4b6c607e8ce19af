from django.urls import path

from accounts.private_views import PrivateViews
from accounts.views import recovery, sign_in, sign_up

account = PrivateViews("accounts.views.account")
address = PrivateViews("accounts.views.address")
second_factor = PrivateViews("accounts.views.second_factor")

urlpatterns = [
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("confirm/", sign_up.confirm, name="confirm"),
    path("confirm/send/", sign_up.send_code, name="send-code"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/password/", sign_in.first_password, name="first-password"),
    path("sign-in/code/", sign_in.second_factor_code, name="second-factor-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("forgot-password/", recovery.forgot_password, name="forgot-password"),
    path("reset-password/", recovery.reset_password, name="reset-password"),
    path("", account.overview, name="account"),
    path("password/", account.change_password, name="change-password"),
    path("address/", address.change, name="change-address"),
    path("address/code/", address.prove, name="prove-address"),
    path("app/begin/", second_factor.begin, name="begin-second-factor"),
    path("app/", second_factor.turn_on, name="turn-on-second-factor"),
    path("app/off/", second_factor.turn_off, name="turn-off-second-factor"),
    path("sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("delete/", account.delete, name="delete-account"),
]
