"""Texts of mail templates as they were shipped, for the tests of migrations."""

PROMISE_19_0_1_2_0 = """
<div>
<p>Dear <t t-out="object.recipient_id.name or ''">Sir or Madam</t>,</p>
<p>
thank you for your promise to pay
<strong><t t-out="format_amount(object.amount, object.currency_id)">$ 1,000.00</t></strong>
by <strong><t t-out="format_date(object.date)">06/30/2026</t></strong>:
</p>
<table style="border-collapse: collapse;" cellpadding="4">
<thead>
<tr style="text-align: left; border-bottom: 1px solid #999;">
<th>Invoice</th>
<th>Due</th>
<th style="text-align: right;">Amount</th>
<th>Payment reference</th>
</tr>
</thead>
<tbody>
<tr t-foreach="object.line_ids" t-as="line">
<td><t t-out="line.item_name or ''" /></td>
<td><t t-out="format_date(line.item_due_date)" /></td>
<td style="text-align: right;">
<t t-out="format_amount(line.amount, object.currency_id)" />
</td>
<td><t t-out="line.payment_reference or ''" /></td>
</tr>
</tbody>
</table>
<p t-if="object.bank_account_ids">
Please pay to
<t t-foreach="object.bank_account_ids" t-as="bank">
<strong><t t-out="bank.display_name" /></strong><t t-if="not bank_last">, </t>
</t>.
</p>
<p>If something has changed, please tell us before that day.</p>
<p>
Kind regards<br />
<t t-out="object.given_by_id.name" /><br />
<t t-out="object.company_id.name" />
</p>
</div>
"""

PLAN_19_0_1_2_0 = """
<div>
<p>Dear <t t-out="object.recipient_id.name or ''">Sir or Madam</t>,</p>
<p>
attached is our agreement on
<strong><t t-out="format_amount(object.total, object.currency_id)">$ 1,000.00</t></strong>
in <t t-out="object.count">3</t> instalments; the first is due on
<strong><t t-out="format_date(object.first_date)">06/30/2026</t></strong>.
<t t-if="object.state == 'proposed'">Please sign and return it.</t>
</p>
<p>
Kind regards<br />
<t t-out="object.given_by_id.name" /><br />
<t t-out="object.company_id.name" />
</p>
</div>
"""
