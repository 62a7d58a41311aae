// What is entered in the blocks of one message, modal or home tab, in the shape of Slack's state.values.

const FIELD = {
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  checkboxes: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user'],
  multi_users_select: ['selected_users', 'initial_users', []],
  channels_select: ['selected_channel', 'initial_channel'],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
};

export const isStateful = (element) => Boolean(FIELD[element?.type]);

export function fieldOf(type) {
  return FIELD[type][0];
}

export class FormState {
  #values = new Map();

  static #key = (blockId, actionId) => `${blockId}\n${actionId}`;

  // The value of an element, its initial one when nobody has changed it.
  read(blockId, element) {
    const key = FormState.#key(blockId, element.action_id);
    if (!this.#values.has(key)) {
      const [, initial, empty = null] = FIELD[element.type];
      this.#values.set(key, element[initial] ?? empty);
    }
    return this.#values.get(key);
  }

  write(blockId, element, value) {
    this.#values.set(FormState.#key(blockId, element.action_id), value);
  }

  // state.values holds what is shown now, as Slack sends it: nothing of blocks that are gone.
  collect(blocks) {
    const values = {};
    for (const [blockId, element] of statefulElements(blocks)) {
      (values[blockId] ??= {})[element.action_id] = { type: element.type, [fieldOf(element.type)]: this.read(blockId, element) };
    }
    return { values };
  }
}

export function blockIdOf(block, index) {
  return block.block_id || `block_${index}`;
}

export function* statefulElements(blocks) {
  for (const [index, block] of (blocks ?? []).entries()) {
    const elements = block.type === 'input' ? [block.element] : [block.accessory, ...(block.type === 'actions' ? block.elements : [])];
    for (const element of elements) if (isStateful(element)) yield [blockIdOf(block, index), element];
  }
}

export function isBlank(value) {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
